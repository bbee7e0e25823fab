"""Writers: one file per format; each receives the neutral document and only draws."""
