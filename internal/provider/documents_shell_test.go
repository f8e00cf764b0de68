// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

const (
	index     = "docs/index.md"
	guides    = "docs/guides/"
	reference = guides + "simulator-reference.md"
)

// notRun are the blocks of shell that no test runs, by page and first line, each with the reason.
var notRun = map[[2]string]string{
	{"README.md", "git clone https://github.com/orgsec/terraform-provider-atlassian"}:                                                                "needs a network",
	{"README.md", "go install github.com/orgsec/terraform-provider-atlassian@latest"}:                                                                "needs a network, and a release",
	{guides + "getting-started.md", "git clone https://github.com/orgsec/terraform-provider-atlassian"}:                                              "needs a network",
	{guides + "getting-started.md", "go install github.com/orgsec/terraform-provider-atlassian@latest"}:                                              "needs a network, and a release",
	{guides + "upgrading.md", "terraform providers lock -platform=linux_amd64 -platform=linux_arm64 -platform=darwin_arm64 -platform=windows_amd64"}: "needs a registry, and a release for each platform",
}

// runElsewhere are the blocks of shell that other tests run, by page and section. Such a test has the given text in it: it says which
// blocks it takes.
var runElsewhere = map[[2]string]struct{ by, text string }{
	{guides + migrating, "### Write the import blocks"}:       {"TestGuideOnMigratingFromAnotherProvider", `"### Write the import blocks"`},
	{guides + migrating, "### Import"}:                        {"TestGuideOnMigratingFromAnotherProvider", `"### Import"`},
	{guides + migrating, "### Let the old state forget"}:      {"TestGuideOnMigratingWithoutTheOldProvider", `"### Let the old state forget"`},
	{guides + migrating, "## From the console"}:               {"TestGuideOnMigratingFromTheConsole", `"## From the console"`},
	{guides + migrating, "## From a script"}:                  {"TestGuideOnMigratingFromAScript", `"## From a script"`},
	{guides + "getting-started.md", "### From a clone"}:       {"TestInstallIntoTheFolderThatIsSearched", `makeIn(t, home, "install")`},
	{guides + "upgrading.md", "## From a clone to a release"}: {"TestInstallIntoTheFolderThatIsSearched", `makeIn(t, home, "uninstall")`},
}

// stage is where the blocks of shell of a page run, one after the other in one shell. Everything else in it is what the page says to do
// before, or what a reader has.
type stage struct {
	page string
	set  func(t *testing.T, w *cli.Workspace, page []block)
	// in is the folder that a reader is in at the beginning. Where the page does not say so, terraform init is run there.
	in string
	// ends are the exit codes of blocks that do not end with 0, by their first line.
	ends map[string]int
	// before are lines of shell that do what the page says to do before a block, by its first line.
	before map[string]string
	// within are the folders of blocks that belong elsewhere, by their first line.
	within map[string]string
	// prints are texts that must be in the output.
	prints []string
}

var stages = []stage{
	{page: "README.md", set: configured(0), prints: []string{"1 added, 0 changed, 0 destroyed", "No changes."}},
	{page: index, set: folder("quickstart", "."), prints: []string{"2 passed, 0 failed."}},
	{page: "examples/access-review/README.md", set: folder("access-review", "."), prints: []string{"Apply complete!"}},
	{page: "examples/README.md", set: folder("quickstart", "."), prints: []string{"2 passed, 0 failed."}},
	{page: "examples/drift-detection/README.md", set: folder("drift-detection", "."), prints: []string{"Plan: 2 to add", "\n2\n", "2 added, 0 changed", "No changes.", "\n0\n"}},
	{page: "examples/off-boarding/README.md", set: folder("off-boarding", "."), prints: []string{"0 added, 0 changed, 5 destroyed", "4 passed, 0 failed."}},
	{page: "examples/people-from-csv/README.md", set: folder("people-from-csv", "."), prints: []string{"13 passed, 0 failed."}},
	{page: "examples/secure-organization/README.md", set: func(t *testing.T, w *cli.Workspace, page []block) {
		t.Helper()
		folder("secure-organization", "secure-organization")(t, w, page)
		folder("people-from-csv", "people-from-csv")(t, w, page)
	}, in: "secure-organization", prints: []string{"No changes."}},
	{page: "examples/teams/README.md", set: folder("teams", "."), prints: []string{"8 passed, 0 failed."}},
	{page: "examples/two-organizations/README.md", set: folder("two-organizations", "."), prints: []string{"3 passed, 0 failed."}},
	{page: guides + "api-keys-and-scopes.md", set: func(t *testing.T, w *cli.Workspace, page []block) {
		t.Helper()
		w.Write("scopes.json", inLanguage(page, "json")[0])
		w.Write("main.tf", `data "atlassian_domains" "all" {}`)
	}, ends: map[string]int{"terraform-provider-atlassian simulate -organization scopes.json -- terraform plan": 1}, prints: []string{"The operation needs: read:domains:admin."}},
	{
		page: guides + "drift-detection.md", set: configured(0, 1),
		ends: map[string]int{"terraform plan -input=false -lock=false -detailed-exitcode -out=drift.tfplan": 2}, prints: []string{"fail: check.two_step_verification"},
	},
	{page: guides + "getting-started.md", set: configured(0), ends: map[string]int{"terraform plan -detailed-exitcode": 2}},
	{page: guides + "joiners-movers-leavers.md", set: folder("people-from-csv", "people-from-csv"), prints: []string{"13 passed, 0 failed."}},
	{page: guides + "quarterly-access-review.md", set: func(t *testing.T, w *cli.Workspace, page []block) {
		t.Helper()
		w.Write("main.tf", inLanguage(page, "terraform")[0]+"resource \"atlassian_access_review_decision\" \"this\" {\n  quarter = \"2026-Q4\"\n  reviewed_by = \"ada.okafor@acme.example\"\n}\n")
	}, prints: []string{"Import successful!"}},
	{page: guides + "reviewing-marketplace-apps.md", set: configured(2), ends: map[string]int{"terraform plan -detailed-exitcode -lock=false": 2}},
	{page: reference, set: func(t *testing.T, w *cli.Workspace, page []block) {
		t.Helper()
		folder("quickstart", ".")(t, w, page)
		w.Write("example.json", inLanguage(page, "json")[1])
		review, err := os.ReadFile(filepath.Join(repository, "examples/data-sources/atlassian_access_review/data-source.tf"))
		require.NoError(t, err)
		w.Write("review.txt", "terraform {\n  required_providers {\n    atlassian = { source = \"orgsec/atlassian\" }\n  }\n}\n"+string(review))
		w.Setenv("GOBIN", t.TempDir())
	}, before: map[string]string{"terraform-provider-atlassian simulate -organization sloppy -- terraform plan": "mv review.txt main.tf; rm terraform.tfstate"}, within: map[string]string{"go install .": repository}},
	{page: guides + "test-your-module.md", set: folder("quickstart", "."), prints: []string{"2 passed, 0 failed.", "No changes."}},
	{page: troubleshooting, set: configured(5), prints: []string{"1 added, 0 changed, 0 destroyed", "No changes."}},
	{page: guides + "upgrading.md", set: folder("quickstart", "."), prints: []string{"has been successfully initialized!"}},
}

// configured writes blocks of configuration of the page, by their numbers.
func configured(numbers ...int) func(*testing.T, *cli.Workspace, []block) {
	return func(t *testing.T, w *cli.Workspace, page []block) {
		t.Helper()
		var text strings.Builder
		for _, number := range numbers {
			text.WriteString(inLanguage(page, "terraform")[number] + "\n")
		}
		if strings.Contains(text.String(), "required_providers") {
			w.Write("versions.tf", "")
		}
		w.Write("main.tf", text.String())
	}
}

// folder copies an example.
func folder(name, to string) func(*testing.T, *cli.Workspace, []block) {
	return func(t *testing.T, w *cli.Workspace, _ []block) {
		t.Helper()
		w.Write("versions.tf", "")
		copied(t, w, filepath.Join(repository, "examples", name), to)
	}
}

// inLanguage are the texts of the blocks in one language.
func inLanguage(page []block, language string) []string {
	var texts []string
	for _, b := range page {
		if b.language == language {
			texts = append(texts, b.text)
		}
	}
	return texts
}

// Every block of shell runs on its page's stage, or in a test of its own, or is in the table of those that cannot.
func TestEveryBlockOfShellRuns(t *testing.T) {
	cli.SkipIfShort(t)
	t.Parallel()
	run := make(map[string][]block)
	excused, elsewhere := make(map[[2]string]bool), make(map[[2]string]bool)
	for _, b := range documentBlocks(t, "shell") {
		switch first, section := [2]string{b.page, b.first()}, [2]string{b.page, b.section}; {
		case notRun[first] != "":
			excused[first] = true
		case runElsewhere[section].by != "":
			elsewhere[section] = true
		case isPlannedAsItStands(b.page) || b.page == index:
			run[b.page] = append(run[b.page], b)
		} // the others are examples
	}
	for first := range notRun {
		assert.True(t, excused[first], "%s has no such block: %s", first[0], first[1])
	}
	for section, test := range runElsewhere {
		assert.True(t, elsewhere[section], "%s has no shell below %q", section[0], section[1])
		assert.Contains(t, testFunction(t, test.by), test.text, test.by)
	}
	for _, s := range stages {
		require.NotEmpty(t, run[s.page], "%s has no shell to run", s.page)
		shown := run[s.page]
		delete(run, s.page)
		t.Run(s.page, func(t *testing.T) {
			t.Parallel()
			s.play(t, shown)
		})
	}
	for page, left := range run {
		assert.Fail(t, "nothing runs the shell of a page", "%s: %v", page, left)
	}
}

// play runs blocks on the stage.
func (s *stage) play(t *testing.T, shown []block) {
	t.Helper()
	w := cli.New(t, simulated.Start(t, simulated.Unrecorded()))
	w.ProvideLocal()
	s.set(t, w, blocksOf(t, s.page))
	w.Installable()
	w.Write(".curlrc", "fail\nsilent\nshow-error\n") // a refused request ends the shell
	w.Setenv("CURL_HOME", w.Dir)
	var script strings.Builder
	fmt.Fprintf(&script, "cd ./%s\n", s.in)
	if !slices.ContainsFunc(shown, func(b block) bool { return strings.Contains(b.text, "terraform init") }) {
		script.WriteString("terraform init\n")
	}
	served := strings.NewReplacer()
	for _, b := range shown {
		if access, serves := serve(t, w, s.page, b); serves {
			served = strings.NewReplacer("http://127.0.0.1:8080", access)
			continue
		}
		text := served.Replace(b.text)
		// What a reader fills in, the environment of the tests has.
		for _, name := range []string{"ATLASSIAN_ORG_ID", "ATLASSIAN_ORG_API_KEY", "ATLASSIAN_USER_API_TOKEN"} {
			text = strings.ReplaceAll(text, name+"=…", name+"=$"+name)
		}
		fmt.Fprintf(&script, "echo '=== %s'\n", b)
		if before := s.before[b.first()]; before != "" {
			script.WriteString(before + "\n")
		}
		if code := s.ends[b.first()]; code != 0 {
			text = fmt.Sprintf("set +e\n%scode=$?\nset -e\n[ $code = %d ]\n", text, code)
		}
		if within, err := filepath.Abs(s.within[b.first()]); s.within[b.first()] != "" {
			require.NoError(t, err)
			text = fmt.Sprintf("(cd '%s'\n%s)\n", within, text)
		}
		script.WriteString(text)
	}
	for _, command := range []string{"curl", "jq", "go"} {
		if _, err := exec.LookPath(command); err != nil && strings.Contains(script.String(), command+" ") {
			t.Skipf("There is no %s on PATH.", command)
		}
	}
	result := w.Bash(script.String())
	assert.Zero(t, result.ExitCode, "%s", result.Output)
	for _, text := range s.prints {
		assert.Contains(t, result.Output, text)
	}
	for first := range s.ends {
		assert.Contains(t, script.String(), first, "%s has no such block", s.page)
	}
}

// serve starts the simulator if the block does so without a command, and returns its address. It prints what the page shows.
func serve(t *testing.T, w *cli.Workspace, page string, b block) (address string, serves bool) {
	t.Helper()
	const fixed = "127.0.0.1:8080"
	line := strings.TrimSpace(b.text)
	if !strings.HasSuffix(line, " simulate -listen "+fixed) {
		return "", false
	}
	printed := w.Serve(strings.ReplaceAll(line, fixed, "127.0.0.1:0"))
	var access struct {
		Address string `json:"base_url"`
	}
	require.NoError(t, json.Unmarshal([]byte(printed), &access))
	assert.Contains(t, inLanguage(blocksOf(t, page), "json"), strings.ReplaceAll(printed, access.Address, "http://"+fixed))
	return access.Address, true
}
