/** saveFile hands an answer to the browser as a download, under the name that the server gives it. */
export async function saveFile(response: Response, otherwise: string) {
  const named = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  const plain = /filename="([^"]+)"/i.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = named ? decodeURIComponent(named) : (plain ?? otherwise);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
