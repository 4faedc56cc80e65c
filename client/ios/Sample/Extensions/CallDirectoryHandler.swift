// CallDirectoryHandler.swift
import Foundation
import RingpostCallDirectory

/// The Call Directory extension: numbers that iOS blocks or names.
final class CallDirectoryHandler: CallDirectoryExtension {
    override var store: (any KeptStore)? { ExtensionFiles.shared }
}
