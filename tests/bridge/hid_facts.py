"""Report descriptors as devices send them, byte by byte."""

from __future__ import annotations

from firmware_bridge.sim.hid_reports import STANDARD, Shape

POS = STANDARD
KEYBOARD = bytes.fromhex(
    "05010906a101050719e029e71500250175019508810295017508810195067508150025650507190029658100c0"
)
# Report 7 of 33 bytes with another order: continued first, then data, the count in 16 bits, AIM last.
TURNED = bytes.fromhex(
    "058c0902a101 8507 150026ff00 0912a102 7501950109ff8102 75078103 7508951a09fe8102"
    "0501751095010 93b8102 058c 7508950319fb29fd8102 c0c0".replace(" ", "")
)
TURNED_SHAPE = Shape(7, 33, length_at=28, aim_at=30, data_at=2, room=26, continued_at=1)
# A maker who says only that there are 63 bytes of something in report 2.
OPAQUE = bytes.fromhex("058c0902a101 8502 0600ff 0901 150026ff00 7508 953f 8102 c0")
# Everything but the continued flag, in a report that ends before the place where it usually is.
SHORT = bytes.fromhex(
    "058c0902a101 8502 150026ff00 7508 9501 0501093b8102 058c 950319fb29fd8102 951e 09fe8102 c0"
)
SHORT_SHAPE = Shape(2, 35, room=30, continued_at=34)
# Reports without ids.
BARE = bytes.fromhex("058c0902a101 150026ff00 7508 9501 0501093b8102 058c 950319fb29fd8102 953b 09fe8102 c0")
