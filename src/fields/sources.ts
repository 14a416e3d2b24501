import type { FieldDef, FieldRegistry } from "./field.js";
import { FIELD_CLASSES } from "./listing.js";

const BY_ID: ReadonlyMap<string, readonly string[] | undefined> = new Map(FIELD_CLASSES.map((c) => [c.id, c.sources]));

/** Do events of this source have the field? Fields of classes that are not built in belong to every source. */
export function hasField(source: string, def: FieldDef): boolean {
  const sources = BY_ID.get(def.cls);
  return sources === undefined || sources.includes(source);
}

const made = new WeakMap<FieldRegistry, Map<string, FieldRegistry>>();

/** The fields that rules of a source can use: those of system calls mean nothing to a plugin's events. */
export function fieldsOfSource(all: FieldRegistry, source: string): FieldRegistry {
  if (source === "syscall") return all;
  let bySource = made.get(all);
  if (bySource === undefined) {
    bySource = new Map();
    made.set(all, bySource);
  }
  let own = bySource.get(source);
  if (own === undefined) {
    own = narrowed(all, (def) => hasField(source, def));
    bySource.set(source, own);
  }
  return own;
}

function narrowed(all: FieldRegistry, has: (def: FieldDef) => boolean): FieldRegistry {
  return {
    lookup(text) {
      const bound = all.lookup(text);
      return bound !== undefined && has(bound.def) ? bound : undefined;
    },
    all: () => all.all().filter(has),
    suggest(name) {
      const names = new Set(
        all
          .all()
          .filter(has)
          .map((d) => d.name),
      );
      return all.suggest(name).filter((n) => names.has(n));
    },
  };
}
