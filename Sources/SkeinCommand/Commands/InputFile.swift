// SPDX-License-Identifier: Apache-2.0

import Foundation
import SkeinModel

/// A file that a command reads: one on disk, a pipe such as `<(...)`, or `-` for standard input.
enum InputFile {
    /// The whole content.
    ///
    /// - Throws: ``SkeinError`` `configuration-invalid` when there is no such file or it cannot be read.
    static func bytes(_ path: String) throws(SkeinError) -> [UInt8] {
        let handle = try self.open(path)
        do {
            // A pipe has no size, so it is read until it ends.
            return Array(try handle.readToEnd() ?? Data())
        } catch {
            throw SkeinError(.configurationInvalid, "The file '\(path)' cannot be read.", cause: error)
        }
    }

    /// Opens a file for reading.
    ///
    /// - Throws: ``SkeinError`` `configuration-invalid` when there is no such file or it cannot be read.
    static func open(_ path: String) throws(SkeinError) -> FileHandle {
        if path == "-" { return .standardInput }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw SkeinError(.configurationInvalid, "The file '\(path)' is not there.")
        }
        if isFolder.boolValue { throw SkeinError(.configurationInvalid, "'\(path)' is a folder, not a file.") }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw SkeinError(.configurationInvalid, "The file '\(path)' cannot be read by this user.")
        }
        return handle
    }
}
