"""The verbs of the product: plain functions that the window and the command line both call."""
