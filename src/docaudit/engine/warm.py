"""Imported once by the server that forks the workers of a process with threads, so that no worker loads it all anew."""

from docaudit.engine.papers import warm_up

warm_up()
