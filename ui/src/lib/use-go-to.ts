import { useRouter } from "@tanstack/react-router";

/** Goes to a path of the app given as text (the command table, the dashboard's needs-you list). */
export function useGoTo(): (path: string) => void {
  const router = useRouter();
  return (path) => router.history.push(path);
}
