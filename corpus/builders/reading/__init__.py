"""The reading benchmark: invented papers in many layouts, made into files in many ways, with the truth about each."""
