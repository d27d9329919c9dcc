/** Offers text as a file to save. The Blob stays in the window: it is never the body of a request. */
export function saveText(fileName: string, text: string, type: string) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // The download reads the address after this call returns.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
