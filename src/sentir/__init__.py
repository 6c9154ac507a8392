"""sentir trains, judges, explains and serves classifiers of emotion and sentiment."""

__version__ = "0.1.0"
