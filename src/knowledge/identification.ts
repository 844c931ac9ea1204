/** What an identification line says; software and comments are null where the line leaves them out. */
export interface IdentificationParts {
  /** SSH-1.99 is a server that speaks both versions (RFC 4253 section 5.1). unknown: no version of this protocol. */
  readonly version: 'ssh-2' | 'ssh-1' | 'unknown'
  readonly software: string | null
  readonly comments: string | null
}

/** Takes a line apart, and forgives spaces and missing parts behind the version, as clients do. */
export function parseIdentification(line: string): IdentificationParts {
  const [, version = '', software = '', comments = ''] =
    /^SSH-([^-]*)-?(\S*)(?:\s+(.*))?$/s.exec(line) ?? []
  return {
    version:
      version === '2.0' || version === '1.99'
        ? 'ssh-2'
        : version.startsWith('1.')
          ? 'ssh-1'
          : 'unknown',
    software: software || null,
    comments: comments.trim() || null,
  }
}
