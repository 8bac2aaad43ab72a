// Lints Cypher with Neo4j's own language support.
// Reads {schema, queries: {name: text}} as JSON from standard input; writes {name: [diagnostic, …]} of those with any.
const { lintCypherQuery } = require("@neo4j-cypher/language-support");

const { schema, queries } = JSON.parse(require("node:fs").readFileSync(0, "utf-8"));
const found = {};
for (const [name, text] of Object.entries(queries)) {
  const diagnostics = lintCypherQuery(text, schema);
  if (diagnostics.length > 0) {
    found[name] = diagnostics.map((d) => `line ${d.range.start.line + 1}: ${d.message}`);
  }
}
process.stdout.write(JSON.stringify(found));
process.exit(0); // the linter keeps a worker waiting
