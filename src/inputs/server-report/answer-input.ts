/** The input that brings an answer, and the error code of a fact whose answer could not be read from it. */
export const answerInput = 'server_report'
