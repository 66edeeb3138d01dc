"""Network meta-analysis: reading arms or contrasts, fitting, and follow-up questions."""
