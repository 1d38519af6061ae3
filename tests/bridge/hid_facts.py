"""Report descriptors as devices send them, byte by byte."""

from __future__ import annotations

# The layout most scanners share: report 2, 63 bytes after the id (HID Point of Sale Usage Tables 1.02).
POS = bytes.fromhex(
    "058c 0902 a101"  # bar code scanner, application
    "0912 a102 8502 1500 26ff00 7508"  # scanned data report, id 2, bytes
    "9501 0501 093b 8102"  # byte count
    "9503 058c 09fb 09fc 09fd 8102"  # three symbology identifiers
    "9538 09fe 820201"  # 56 bytes of decoded data
    "9501 0666ff 0904 8102 0900 8102"  # the vendor's own code id, and a reserved byte
    "058c 7501 09ff 8102 7507 8103"  # continued, and seven bits of padding
    "c0 c0".replace(" ", "")
)
KEYBOARD = bytes.fromhex(
    "0501 0906 a101 0507 19e0 29e7 1500 2501 7501 9508 8102 9501 7508 8101 9506 7508 1500 2565 0507"
    "1900 2965 8100 c0".replace(" ", "")
)
