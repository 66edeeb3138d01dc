"""Rules that compare one field of a reference with its record, one file each."""
