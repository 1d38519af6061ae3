"""How much at once, either side: what comes from a network is measured before anybody looks at it."""

# Bytes of one entry, of a batch unpacked, of a request that is no photo, and of a photo.
LARGEST_ENTRY = 1024 * 1024
LARGEST_BATCH = 16 * 1024 * 1024
LARGEST_REQUEST = 256 * 1024
LARGEST_PHOTO = 32 * 1024 * 1024
# How deep an entry may be nested; the deepest of ours has not a dozen levels.
DEEPEST = 64
MOST_ENTRIES = 500
MOST_PHOTOS = 5000
MOST_DEVICES = 64
# Characters of a name, of what somebody wrote in his own words, and of a signed head.
LONGEST_NAME = 80
LONGEST_TEXT = 20_000
LONGEST_NOTE = 8192
