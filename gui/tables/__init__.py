"""The statistical tables on screen, drawn from the form's grid."""
