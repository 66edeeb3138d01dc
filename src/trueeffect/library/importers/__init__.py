"""Exchange formats of bibliographic records, one file each."""
