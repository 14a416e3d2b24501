/** A rules file that uses most of what there is; the starting point of mutations. */
export const RICH_RULES = `
- required_engine_version: 0.50.0
- required_plugin_versions:
  - name: container
    version: 0.4.0
    alternatives:
      - {name: other, version: 1.0.0}

- list: shells
  items: [bash, sh, "my shell"]
- list: more_shells
  items: [shells, zsh]
- list: shells
  items: [dash]
  override: {items: append}

- macro: opened
  condition: evt.type in (open, openat)
- macro: below_etc
  condition: >
    (fd.name startswith /etc
     or fd.name = /etc)
- macro: opened
  condition: or evt.type = openat2
  override:
    condition: append

- rule: Read below etc
  desc: Somebody reads below /etc
  condition: >
    opened
    and below_etc
    and proc.name in (more_shells)
  output: "%proc.name reads %fd.name"
  priority: WARNING
  tags: [filesystem, T1003]
  exceptions:
    - name: names
      fields: proc.name
      values: [ok]
    - name: pairs
      fields: [proc.name, fd.name]
      comps: [=, startswith]
      values:
        - [cat, /etc/ssl]
        - [less, "/etc/a b"]
    - name: lists
      fields: [proc.pname, fd.directory]
      comps: [in, pmatch]
      values:
        - [[a, b], /etc/x]

- rule: Read below etc
  exceptions:
    - name: names
      values: [fine]
  condition: and proc.pid > 1
  override:
    exceptions: append
    condition: append

- rule: Second
  desc: Another
  condition: evt.type = execve and proc.name = anyof (shells)
  output: second
  priority: info
  enabled: false
  capture: true
  capture_duration: 500
  warn_evttypes: false
  skip-if-unknown-filter: true
- rule: Second
  enabled: true
  priority: critical
  override: {enabled: replace, priority: replace}
`;
