"""Drafts, their codes and papers, and what is printed of them."""
