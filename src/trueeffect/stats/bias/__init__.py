"""Small-study effects and selective publication: tests, corrections and models, arrays in and arrays out."""
