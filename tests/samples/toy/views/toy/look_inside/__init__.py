"""The Look inside tab of the toy: `tab`."""
