"""Treaty Annotator: read international conventions critically."""

__version__ = "0.1.0"
