"""docaudit: a consistency linter for the papers of publicly funded projects.

The module list, read left to right, is the way the data goes::

    model -> faults -> packs -> quantities -> readers -> lexicon -> profiles -> extract -> recompute
          -> duplicates -> projects -> align -> checks -> rules -> examples -> config -> overrides -> engine -> history
          -> sight -> reports -> review -> cluster -> evaluate -> cli
"""

__version__ = "0.1.0"
