// SPDX-License-Identifier: MPL-2.0

package live

import (
	"maps"
	"slices"
	"testing"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
)

// Report says what became of each type. Each key is a kind and a type, such as "data atlassian_groups".
type Report struct {
	// Read are the types that were read.
	Read []string
	// Failed are those that could not be, with what the provider says.
	Failed map[string]string
	// Skipped are those for which the organization has nothing to read, with what is missing.
	Skipped map[string]string
}

// look is one reading of a type. A look without a configuration has a reason.
type look struct {
	config map[string]any
	lacks  string
}

// reader reads an organization with one provider in process, as one walk of Terraform does.
type reader struct {
	server *protocol.Server
	org    Organization
	values map[string]map[string]any // what data sources read, by type
	report Report
}

// ofEach is how many objects of a type are looked at one by one.
const ofEach = 3

// Read reads an organization behind a front with every data source and every list resource of the provider, and imports and refreshes
// some of what the lists have. It never plans, and never applies.
func Read(t testing.TB, org Organization, front string) Report {
	t.Helper()
	r := &reader{
		server: protocol.New(t, provider.New("live")()), org: org, values: make(map[string]map[string]any),
		report: Report{Failed: make(map[string]string), Skipped: make(map[string]string)},
	}
	if err := r.server.Configure(org.Block(front)).Err(); err != nil {
		t.Fatalf("configure the provider: %s", err)
	}
	if org.DirectoryID == "" {
		r.chooseDirectory(t, front)
	}
	for _, one := range sources {
		r.readSource(one.name, one.looks(r))
	}
	for _, name := range slices.Sorted(maps.Keys(r.server.Schemas().ListResourceSchemas)) {
		r.readList(name)
	}
	return r.report
}

// chooseDirectory takes the first directory if there are several: the provider asks for one.
func (r *reader) chooseDirectory(t testing.TB, front string) {
	t.Helper()
	found, said := r.server.ReadDataSource("atlassian_directories", map[string]any{})
	directories := elements(found, "directories")
	if said.Err() != nil || len(directories) < 2 {
		return // what is wrong is reported where the type is read
	}
	t.Logf("The organization has %d directories, and none is named: only the first one is read.", len(directories))
	r.org.DirectoryID, _ = directories[0]["id"].(string)
	if err := r.server.Configure(r.org.Block(front)).Err(); err != nil {
		t.Fatalf("configure the provider: %s", err)
	}
}

func (r *reader) readSource(typeName string, looks []look) {
	name := "data " + typeName
	read := false
	for _, one := range looks {
		if one.lacks != "" {
			r.report.Skipped[name] = one.lacks
			continue
		}
		values, said := r.server.ReadDataSource(typeName, one.config)
		if err := said.Err(); err != nil {
			r.report.Failed[name] = err.Error()
			continue
		}
		read = true
		if r.values[typeName] == nil {
			r.values[typeName] = values
		}
	}
	if read && r.report.Failed[name] == "" {
		r.report.Read = append(r.report.Read, name)
	}
}

func (r *reader) readList(typeName string) {
	name := "list " + typeName
	config := map[string]any{}
	if typeName == "atlassian_group_membership" {
		group := r.first("atlassian_groups", "groups", "id")
		if group == nil {
			r.report.Skipped[name] = "a group"
			return
		}
		config["group_id"] = group
	}
	listed, said := r.server.ListResource(typeName, config, protocol.ListOptions{Limit: 100, IncludeResource: true})
	if err := said.Err(); err != nil {
		r.report.Failed[name] = err.Error()
		return
	}
	r.report.Read = append(r.report.Read, name)
	resource := "resource " + typeName
	if len(listed) == 0 {
		r.report.Skipped[resource] = "an object to import"
		return
	}
	for _, one := range listed[:min(len(listed), ofEach)] {
		r.server.Walk() // an import knows nothing of the list, and asks for the object itself
		state, said := r.server.ImportByIdentity(typeName, one.Identity)
		if said.Err() == nil {
			r.server.Walk()
			_, said = r.server.ReadResource(state)
		}
		if err := said.Err(); err != nil {
			r.report.Failed[resource] = err.Error()
			return
		}
	}
	r.report.Read = append(r.report.Read, resource)
}

// first is an attribute of the first element that a data source read; it is nil if there is none.
func (r *reader) first(typeName, list, attribute string) any {
	for _, one := range elements(r.values[typeName], list) {
		if one[attribute] != nil && one[attribute] != "" {
			return one[attribute]
		}
	}
	return nil
}

// elements are the objects in a list of what a data source read.
func elements(values map[string]any, list string) []map[string]any {
	all, _ := values[list].([]any)
	var objects []map[string]any
	for _, one := range all {
		if object, is := one.(map[string]any); is {
			objects = append(objects, object)
		}
	}
	return objects
}
