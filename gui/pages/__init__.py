"""The tabs: one file each, made by hand."""
