"""One module per part of a reference: identifiers, authors, locator, title and journal."""
