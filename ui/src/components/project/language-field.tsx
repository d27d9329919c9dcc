import { useController } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { TagInput } from "@/components/ui/tag-input";
import { useAnswers } from "./use-answers-form";

const codes = [
  "en",
  "de",
  "fr",
  "es",
  "pt",
  "it",
  "nl",
  "pl",
  "cs",
  "sv",
  "da",
  "nb",
  "fi",
  "uk",
  "ru",
  "tr",
  "ja",
  "ko",
  "zh",
  "ar",
  "hi",
];
const names = new Intl.DisplayNames(["en"], { type: "language" });
const nameOf = (code: string) => (/^[a-z]{2,3}$/u.test(code) ? (names.of(code) ?? code) : code);
const codeOf = (text: string) => {
  const wanted = text.trim().toLowerCase();
  return codes.find((code) => code === wanted || nameOf(code).toLowerCase() === wanted) ?? wanted;
};

/** Languages by their names on screen, as two-letter codes in the answers. */
export function LanguageField() {
  const { control } = useAnswers();
  const { field } = useController({ control, name: "icp.languages" });
  return (
    <Field label="Languages" help="Posts in other languages are set aside. Type a name, for example English.">
      {(ids) => (
        <TagInput
          {...ids}
          value={field.value.map(nameOf)}
          onValueChange={(next) => field.onChange([...new Set(next.map(codeOf))])}
          placeholder="English"
        />
      )}
    </Field>
  );
}
