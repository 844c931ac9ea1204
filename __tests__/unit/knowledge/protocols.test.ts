import { describe, expect, it } from '@jest/globals'
import { recognizeProtocol } from '../../../src/knowledge/protocols'

const bytes = (text: string) => Buffer.from(text, 'latin1')

describe('first bytes', () => {
  it.each([
    ['HTTP/1.1 400 Bad Request\r\n', 'HTTP'],
    ['<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">', 'HTTP'],
    ['\x15\x03\x01\x00\x02\x02\x46', 'TLS'],
    ['\x15\x03\x03\x00\x02\x02\x16', 'TLS'],
    ['220 mail.example.com ESMTP Postfix\r\n', 'SMTP'],
    ['554 mail.example.com ESMTP not accepting messages\r\n', 'SMTP'],
    ['220 (vsFTPd 3.0.3)\r\n', 'FTP'],
    ['220---------- Welcome to Pure-FTPd [privsep] [TLS] ----------\r\n', 'FTP'],
    ['220 ProFTPD Server ready.\r\n', 'FTP'],
    ['220 ready\r\n', 'SMTP or FTP'],
    ['+OK Dovecot ready.\r\n', 'POP3'],
    ['* OK [CAPABILITY IMAP4rev1] Dovecot ready.\r\n', 'IMAP'],
    ['\x4a\0\0\0\x0a8.0.36\0', 'MySQL'],
    ["\x45\0\0\0\xff\x6a\x04Host '10.0.0.1' is not allowed to connect", 'MySQL'],
    ['RFB 003.008\n', 'VNC'],
    ['\xff\xfd\x18\xff\xfd\x20', 'Telnet'],
    ['@RSYNCD: 31.0\n', 'rsync'],
    ['-ERR unknown command `SSH-2.0-SSHPreflight`\r\n', 'Redis'],
    ['\x03\0\0\x13\x0e\xd0', 'RDP'],
    ['E\0\0\0\x8aSFATAL\0VFATAL\0C0A000\0', 'PostgreSQL'],
  ])('%j are %s', (text, name) => {
    expect(recognizeProtocol(bytes(text))?.name).toBe(name)
  })

  it.each([
    '',
    'SSH-2.0-OpenSSH_9.6\r\n',
    'Exceeded MaxStartups\r\n',
    'Not allowed at this time\r\n',
    'Welcome to our router\r\n',
    'No host key is configured!\r\n',
    'Invalid SSH identification string.\r\n',
    'x8Kf!Qm3\r\n',
    '\0\0\0\0',
  ])("%j are nobody's", (text) => {
    expect(recognizeProtocol(bytes(text))).toBeNull()
  })
})
