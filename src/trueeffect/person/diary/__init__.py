"""The diary of a course of care: kept on this machine only, append-only, encrypted on request."""
