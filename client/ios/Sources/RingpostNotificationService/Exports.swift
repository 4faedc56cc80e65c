@_exported import RingpostCore
