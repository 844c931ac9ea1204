/** Every way, seen in practice, in which a key text becomes corrupt on its way into a secret: name to text. */
export function corruptions(key: string): Readonly<Record<string, string>> {
  const lines = key.trimEnd().split('\n')
  const [begin = '', ...rest] = lines
  const end = rest.pop() ?? ''
  const body = rest
  const map = (each: (line: string) => string) => `${lines.map(each).join('\n')}\n`
  return {
    'as it is': key,
    'no final newline': key.trimEnd(),
    CRLF: key.replaceAll('\n', '\r\n'),
    'CRLF without the last': key.trimEnd().replaceAll('\n', '\r\n'),
    'CR only': key.replaceAll('\n', '\r'),
    'leading blank lines': `\n\n${key}`,
    'leading spaces': map((line) => `    ${line}`),
    'leading tabs': map((line) => `\t${line}`),
    'leading space on the first line': ` ${key}`,
    'trailing spaces': map((line) => `${line}  `),
    'trailing space on the first line': key.replace('\n', ' \n'),
    'trailing space on the last line': `${key.trimEnd()} \n`,
    'trailing spaces in the body': [begin, ...body.map((line) => `${line} `), end, ''].join('\n'),
    'byte order mark': `\ufeff${key}`,
    'zero-width spaces': map((line) => `${line}\u200b`),
    'no-break spaces': map((line) => `\u00a0${line}`),
    'comment before': `# my key\n${key}`,
    'words before on the line': `SSH_KEY=${key}`,
    'public key after': `${key}ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@here\n`,
    'prompt after': `${key.trimEnd()}%`,
    'two keys': `${key}${key}`,
    'trailing blank lines': `${key}\n\n`,
    unwrapped: [begin, body.join(''), end, ''].join('\n'),
    '76 columns': [begin, ...(body.join('').match(/.{1,76}/g) ?? []), end, ''].join('\n'),
    'blank lines between': [begin, ...body.flatMap((line) => [line, '']), end, ''].join('\n'),
    'spaces in the body': [begin, body.join(' '), end, ''].join('\n'),
    'spaces for newlines': lines.join(' '),
    'no newlines at all': lines.join(''),
    'spaces for newlines, newline at the end': `${lines.join(' ')}\n`,
    'newlines for spaces': key.replaceAll(' ', '\n'),
    'literal \\n': lines.join('\\n'),
    'literal \\n and \\n at the end': `${lines.join('\\n')}\\n`,
    'literal \\r\\n': lines.join('\\r\\n'),
    'encoded for a URL': encodeURIComponent(key),
    'encoded by a form': encodeURIComponent(key).replaceAll('%20', '+'),
    'doubly escaped': lines.join('\\\\n'),
    'double quotes': `"${key.trimEnd()}"`,
    'single quotes': `'${key}'`,
    'double quotes and newline': `"${key}"\n`,
    'JSON string': JSON.stringify(key),
    'base64 of all': Buffer.from(key).toString('base64'),
    'base64 of all in lines': Buffer.from(key).toString('base64').replace(/.{76}/g, '$&\n'),
    'base64 twice': Buffer.from(Buffer.from(key).toString('base64')).toString('base64'),
    'base64 of UTF-16': Buffer.from(key, 'utf16le').toString('base64'),
    'UTF-16': Buffer.from(`\ufeff${key.replaceAll('\n', '\r\n')}`, 'utf16le').toString(),
    'four dashes': key.replaceAll('-----', '----'),
    'six dashes': key.replaceAll('-----', '------'),
    'en-dashes': key.replaceAll('-----', '–––––'),
    'em-dashes': key.replaceAll('-----', '——-'),
    'lower case markers': key.replace(begin, begin.toLowerCase()).replace(end, end.toLowerCase()),
    'no BEGIN line': [...body, end, ''].join('\n'),
    'no END line': [begin, ...body, ''].join('\n'),
    'body only': [...body, ''].join('\n'),
    'END line cut short': key.trimEnd().slice(0, -9),
  }
}

/** Cut off so that nobody can repair it. */
export function truncations(key: string): Readonly<Record<string, string>> {
  const lines = key.trimEnd().split('\n')
  const without = (from: number, count: number) =>
    `${lines.filter((_, index) => index < from || index >= from + count).join('\n')}\n`
  return {
    'first line only': `${lines[0] ?? ''}\n`,
    'half of it': key.slice(0, key.length / 2),
    'a line in the middle lost': without(2, 1),
    'the last body line lost': without(lines.length - 2, 1),
    'BEGIN and a body line lost': without(0, 2),
    'no body': `${lines[0] ?? ''}\n${lines.at(-1) ?? ''}\n`,
  }
}
