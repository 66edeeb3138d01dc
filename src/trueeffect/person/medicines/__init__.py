"""A person's list of medicines: read, understood, counted, and turned into questions for the clinician."""
