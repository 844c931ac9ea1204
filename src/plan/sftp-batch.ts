import type { NeededDirectory } from '../facts/plan'
import { isLiteralPath } from './literal-path'
import type { ScriptNeeds } from './remote-script'
import type { ScriptCommand } from './script'

/**
 * The directories of a batch of sftp that is in the script: `sftp -b - host <<EOF`, or `echo 'put …' | sftp -b - host`. Without `-b`,
 * sftp goes on after a command that fails (sftp(1)).
 */
export function readSftpBatch(
  { redirects, input }: ScriptCommand,
  letters: string,
  resolve: (text: string) => string,
  lineOf: (index: number) => number,
): ScriptNeeds {
  const document = redirects.findLast(({ operator }) => operator.startsWith('<<'))?.target
  const [name, ...words] = input?.words ?? []
  const printed = /^(?:echo|printf)$/.test(name?.text ?? '') ? words : []
  const text = document?.text ?? printed.map((word) => word.text).join(' ')
  const index = document?.index ?? name?.index ?? 0
  const directories = resolve(text)
    .split(/\n|\\n/)
    .flatMap((line, at): NeededDirectory[] => {
      const [, ignored = '', verb = '', rest = ''] = /^\s*(-?)(cd|put)\s+(.*)$/.exec(line) ?? []
      const paths = rest.split(/\s+/).filter((word) => word !== '' && !word.startsWith('-'))
      const path = verb === 'cd' ? paths[0] : paths[1]
      // Several files go into a directory. One file may have the name at the end of the path.
      const isMany =
        verb === 'put' && ((paths[0] ?? '').includes('*') || path?.endsWith('/') === true)
      const isWhole = isMany || verb === 'cd' || /(^|\s)-[a-zA-Z]*r/.test(rest)
      const directory = isWhole ? path : path?.replace(/(?<=.)\/[^/]*$/, '')
      if (directory === undefined || !isLiteralPath(directory) || !/^[/~]/.test(directory))
        return []
      const creates = isWhole && !isMany && verb === 'put' ? ('last' as const) : ('none' as const)
      const fixed = { creates, setsTimes: false, through: 'sftp' } as const
      const isRequired = letters.includes('b') && ignored === ''
      const use = isWhole && verb === 'put' ? 'write' : 'enter'
      return [{ path: directory, use, ...fixed, line: lineOf(index + at), isRequired }]
    })
  return { programs: [], directories, syntax: [], sudo: [] }
}
