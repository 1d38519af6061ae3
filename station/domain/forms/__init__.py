"""The customer's return form: what a link opens, and what is said there before the parcel is sent."""
