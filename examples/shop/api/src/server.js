import { createServer } from "node:http";

const products = [
  { id: 1, name: "Tea", price: 4.5 },
  { id: 2, name: "Kettle", price: 39 },
];

createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  if (request.url === "/health") response.end('{"ok":true}');
  else response.end(JSON.stringify(products));
}).listen(3000);
