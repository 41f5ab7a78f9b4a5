"""Akoma Ntoso (OASIS LegalDocML): the file states its structure itself."""

from annotator.sources.akoma_ntoso.document import read_akoma_ntoso

__all__ = ["read_akoma_ntoso"]
