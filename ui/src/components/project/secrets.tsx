/**
 * Passwords and keys while they are typed. They live in memory only, go to the keychain when they are tested or saved,
 * and are never part of the answers.
 */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useState } from "react";
import { api } from "@/api/client";
import { keys } from "@/api/query-keys";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

export type SecretName = "email.password" | "x.cookies" | "x.api_key" | "apollo.key" | "llm.key";

interface TypedSecrets {
  typed: Partial<Record<SecretName, string>>;
  type: (name: SecretName, value: string) => void;
  /** Puts what was typed into the keychain; all of it, or one. */
  keep: (only?: SecretName) => Promise<void>;
}

const Context = createContext<TypedSecrets | null>(null);

export function SecretsProvider({ children }: { children: ReactNode }) {
  const [typed, setTyped] = useState<TypedSecrets["typed"]>({});
  const client = useQueryClient();
  const keep: TypedSecrets["keep"] = async (only) => {
    const due = (Object.entries(typed) as [SecretName, string][]).filter(
      ([name, value]) => value !== "" && (only === undefined || name === only),
    );
    for (const [name, value] of due) {
      await api.put<{ place: string }>(`/api/secrets/${name}`, { value });
      setTyped((before) => ({ ...before, [name]: "" }));
    }
    if (due.length > 0) await client.invalidateQueries({ queryKey: keys.secrets });
  };
  const type: TypedSecrets["type"] = (name, value) => setTyped((before) => ({ ...before, [name]: value }));
  return <Context.Provider value={{ typed, type, keep }}>{children}</Context.Provider>;
}

export function useSecrets(): TypedSecrets {
  const secrets = useContext(Context);
  if (!secrets) throw new Error("useSecrets needs a SecretsProvider");
  return secrets;
}

export function useIsStored(name: SecretName): boolean {
  const { data } = useQuery({
    queryKey: keys.secrets,
    queryFn: ({ signal }) => api.get<{ name: string; stored: boolean }[]>("/api/secrets", undefined, signal),
  });
  return data?.some((secret) => secret.name === name && secret.stored) ?? false;
}

interface SecretFieldProps {
  name: SecretName;
  label: string;
  help?: string;
  className?: string;
}

export function SecretField({ name, label, help, className }: SecretFieldProps) {
  const { typed, type } = useSecrets();
  const stored = useIsStored(name);
  return (
    <Field
      label={label}
      help={help ?? "Kept in the system keychain, never in the project file."}
      {...(className !== undefined && { className })}
    >
      {(control) => (
        <Input
          {...control}
          type="password"
          autoComplete="new-password"
          value={typed[name] ?? ""}
          placeholder={stored ? "Stored. Type to replace it." : ""}
          onChange={(event) => type(name, event.target.value)}
        />
      )}
    </Field>
  );
}
