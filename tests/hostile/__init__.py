"""Papers made to harm: bombs, loops, lies and names; everything is built here, nothing is downloaded."""
