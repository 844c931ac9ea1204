/**
 * The pattern of what a terminal obeys and does not print: colors and cursor (CSI), titles and links (OSC), and the short codes, in
 * seven bits or eight (ECMA-48, sections 5.3, 5.4 and 8.3.89). A search is linear, as no code holds what begins another.
 */
export const terminalCodes = String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c\u009d]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]`
