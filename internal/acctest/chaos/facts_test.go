// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// facts are everything that is true of an organization, by the path of each value. An object is called by its name, and a person by the
// address, so that what a configuration makes can be named before it has an ID. A second object of one name ends in "#2".
type facts map[string]string

// there is the value of a fact that has no value of its own.
const there = "there"

// unwatched are parts that change by themselves, or that no resource can change.
var unwatched = map[string]bool{
	"api_key": true, "user_api_token": true, "other_api_keys": true, "api_tokens": true, "marketplace_listings": true, "event_actions": true,
	"last_active": true, "application_status": true, "scheduled_date": true, "migration_start": true, "migration_end": true, "ticket": true,
	"in_force": true, "backup_policies": true, "seats": true,
}

// factsOf are the facts of an organization.
func factsOf(organization simulator.Organization) facts {
	w := &teller{facts: make(facts), people: make(map[string]string)}
	for _, user := range organization.Users {
		if user.Email != "" {
			w.people[user.AccountID] = strings.ToLower(user.Email)
		}
	}
	w.tell("", reflect.ValueOf(organization))
	for _, workspace := range organization.Workspaces { // a site without a rule has Atlassian's
		_, cloudID, _ := strings.Cut(workspace.ID, "/")
		if rule := "user_installed_apps/" + cloudID; w.facts[rule] == "" {
			w.facts[rule] = "allow"
		}
	}
	return w.facts
}

type teller struct {
	facts  facts
	people map[string]string // addresses by account ID
}

func (w *teller) tell(path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			w.tell(path, v.Elem())
		}
	case reflect.Struct:
		w.tellObject(path, v)
	case reflect.Map:
		for _, key := range v.MapKeys() {
			w.tell(path+"/"+step(key.String()), v.MapIndex(key))
		}
	case reflect.Slice:
		for i := range v.Len() {
			element := v.Index(i)
			if element.Kind() == reflect.String {
				w.note(path+"/"+w.called(element.String()), there)
				continue
			}
			if name := w.nameOf(element.Interface()); name != "" {
				w.tell(w.note(path+"/"+name, there), element)
			}
		}
	default:
		if !v.IsZero() {
			w.note(path, w.called(fmt.Sprint(v.Interface())))
		}
	}
}

func (w *teller) tellObject(path string, v reflect.Value) {
	if _, is := reflect.TypeAssert[time.Time](v); is {
		return
	}
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if !field.IsExported() || name == "" || unwatched[name] {
			continue
		}
		w.tell(strings.TrimPrefix(path+"/"+name, "/"), v.Field(i))
	}
}

// note keeps a fact, and returns the path under which it was kept.
func (w *teller) note(path, value string) string {
	for n, free := 2, path; ; n++ {
		if _, taken := w.facts[free]; !taken {
			w.facts[free] = value
			return free
		}
		free = fmt.Sprintf("%s#%d", path, n)
	}
}

// nameOf is what an element of a list is called; empty, if it counts as gone.
func (w *teller) nameOf(element any) string {
	switch element := element.(type) {
	case simulator.User:
		return w.called(element.AccountID)
	case simulator.Group:
		return step(element.Name)
	case simulator.Role:
		return roleStep(element.Resource, element.Role)
	case simulator.Domain:
		return step(element.Name)
	case simulator.Directory:
		return step(element.Name)
	case simulator.AuthenticationPolicy:
		return step(element.Name)
	case simulator.OrganizationPolicy:
		return step(element.Type + " " + element.Name)
	case simulator.PolicyResource:
		return step(element.ID)
	case simulator.DataSecurityPolicy:
		if element.Status == simulator.DataSecurityDeleted { // Atlassian still lets it be read
			return ""
		}
		return step(element.Name)
	case simulator.ClassificationLevel:
		return step(element.Name)
	case simulator.Workspace:
		return step(element.ID)
	case simulator.App:
		return step(element.ID)
	case simulator.AppVersion:
		return step(element.Version)
	case simulator.AppInstallation:
		return step(element.Context)
	}
	return step(fmt.Sprint(element))
}

// called is the address of an account, or the text itself.
func (w *teller) called(text string) string {
	if address, is := w.people[text]; is {
		return address
	}
	return step(text)
}

// step is a text as a part of a path.
func step(text string) string { return strings.ReplaceAll(text, "/", "|") }

func roleStep(resource, role string) string { return step(resource + " " + role) }

// difference is the paths whose values differ.
func difference(some, others facts) []string {
	var paths []string
	for path, value := range some {
		if other, is := others[path]; !is || other != value {
			paths = append(paths, path)
		}
	}
	for path := range others {
		if _, is := some[path]; !is {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// depth is how many steps a path has.
func depth(path string) int { return strings.Count(path, "/") + 1 }

// under reports whether a path is at or below a pattern. A step of it may be *.
func under(path, pattern string) bool {
	if pattern == "" {
		return false
	}
	steps := strings.Split(path, "/")
	wanted := strings.Split(pattern, "/")
	if len(steps) < len(wanted) {
		return false
	}
	for i, want := range wanted {
		if want != "*" && want != steps[i] {
			return false
		}
	}
	return true
}

func underAny(path string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return under(path, pattern) })
}

func sorted[V any](all map[string]V) []string { return slices.Sorted(maps.Keys(all)) }
