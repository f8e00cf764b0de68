// SPDX-License-Identifier: MPL-2.0

package addresses_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/addresses"
)

// said is a verdict in words.
func said(v addresses.Verdict) string {
	var all []string
	for _, shut := range v.Shut {
		text := fmt.Sprintf("%s: %s", shut.Text, texts(shut.Missing))
		if shut.Before {
			text += " (before)"
		}
		all = append(all, text)
	}
	if v.Undecided {
		all = append(all, "undecided")
	}
	return strings.Join(all, "; ")
}

func TestGuard(t *testing.T) {
	t.Parallel()
	type allowlist = addresses.Allowlist
	office, home := []string{"192.0.2.0/24"}, []string{"198.51.100.7"}
	both := []string{"192.0.2.0/24", "198.51.100.7"}
	for name, test := range map[string]struct {
		planned allowlist
		want    string
	}{
		"inside":                            {allowlist{Enabled: true, In: both, MustAllow: home}, ""},
		"nothing has to be":                 {allowlist{Enabled: true, In: both}, ""},
		"outside":                           {allowlist{Enabled: true, In: office, MustAllow: home}, "198.51.100.7: 198.51.100.7"},
		"outside, and disabled":             {allowlist{In: office, MustAllow: home}, ""},
		"nobody let in":                     {allowlist{Enabled: true, MustAllow: home}, "198.51.100.7: 198.51.100.7"},
		"partly inside":                     {allowlist{Enabled: true, In: []string{"192.0.2.0/25"}, MustAllow: office}, "192.0.2.0/24: 192.0.2.128/25"},
		"inside in two parts":               {allowlist{Enabled: true, In: []string{"192.0.2.0/25", "192.0.2.128/25"}, MustAllow: office}, ""},
		"mapped":                            {allowlist{Enabled: true, In: []string{"::ffff:192.0.2.0/120"}, MustAllow: office}, ""},
		"mapped address":                    {allowlist{Enabled: true, In: office, MustAllow: []string{"::ffff:c000:201"}}, ""},
		"all of IPv6":                       {allowlist{Enabled: true, In: []string{"::/0"}, MustAllow: home}, "198.51.100.7: 198.51.100.7"},
		"all of IPv6, mapped":               {allowlist{Enabled: true, In: []string{"::/0"}, MustAllow: []string{"::ffff:198.51.100.7"}}, "::ffff:198.51.100.7: 198.51.100.7"},
		"no address":                        {allowlist{Enabled: true, In: office, MustAllow: []string{"office"}}, "office: "},
		"no address, listed":                {allowlist{Enabled: true, In: []string{"office"}, MustAllow: []string{"office"}}, "office: "},
		"no address lets in":                {allowlist{Enabled: true, In: []string{"198.51.100.7 (home)"}, MustAllow: home}, "198.51.100.7: 198.51.100.7"},
		"unknown addresses":                 {allowlist{Enabled: true, InUnknown: true, MustAllow: home}, "undecided"},
		"unknown addresses, inside already": {allowlist{Enabled: true, In: home, InUnknown: true, MustAllow: home}, ""},
		"unknown addresses, no address has to be":  {allowlist{Enabled: true, InUnknown: true, MustAllow: []string{"office"}}, "office: "},
		"unknown addresses, nothing has to be":     {allowlist{Enabled: true, InUnknown: true}, ""},
		"unknown addresses, disabled":              {allowlist{InUnknown: true, MustAllow: home}, ""},
		"unknown whether enabled":                  {allowlist{EnabledUnknown: true, In: office, MustAllow: home}, "undecided"},
		"unknown whether enabled, inside":          {allowlist{EnabledUnknown: true, In: home, MustAllow: home}, ""},
		"unknown what has to be":                   {allowlist{Enabled: true, In: office, MustAllowUnknown: true}, "undecided"},
		"unknown what has to be, one known":        {allowlist{Enabled: true, In: office, MustAllow: home, MustAllowUnknown: true}, "198.51.100.7: 198.51.100.7; undecided"},
		"unknown what has to be, disabled":         {allowlist{In: office, MustAllowUnknown: true}, ""},
		"everything unknown":                       {allowlist{EnabledUnknown: true, InUnknown: true, MustAllowUnknown: true}, "undecided"},
		"let go and shut out":                      {allowlist{Enabled: true, In: office, Before: &addresses.Before{Enabled: true, In: both, MustAllow: home}}, "198.51.100.7: 198.51.100.7 (before)"},
		"let go and turned on":                     {allowlist{Enabled: true, In: office, Before: &addresses.Before{In: office, MustAllow: home}}, "198.51.100.7: 198.51.100.7 (before)"},
		"let go, and still inside":                 {allowlist{Enabled: true, In: both, Before: &addresses.Before{Enabled: true, In: both, MustAllow: home}}, ""},
		"let go, and disabled":                     {allowlist{In: office, Before: &addresses.Before{Enabled: true, In: both, MustAllow: home}}, ""},
		"let go of what is shut out already":       {allowlist{Enabled: true, In: office, Before: &addresses.Before{Enabled: true, In: office, MustAllow: home}}, ""},
		"let go of it, and reach further":          {allowlist{Enabled: true, In: office, Reaches: true, Before: &addresses.Before{Enabled: true, In: office, MustAllow: home}}, "198.51.100.7: 198.51.100.7 (before)"},
		"let go of it, and perhaps reach further":  {allowlist{Enabled: true, In: office, ReachUnknown: true, Before: &addresses.Before{Enabled: true, In: office, MustAllow: home}}, "undecided"},
		"let go of what is partly shut out":        {allowlist{Enabled: true, In: home, Before: &addresses.Before{Enabled: true, In: []string{"192.0.2.0/25"}, MustAllow: office}}, "192.0.2.0/24: 192.0.2.0/25 (before)"},
		"let go where not all could be read":       {allowlist{Enabled: true, In: office, Before: &addresses.Before{Enabled: true, In: []string{"192.0.2.0/24", "home"}, MustAllow: home}}, "198.51.100.7: 198.51.100.7 (before)"},
		"let go, addresses unknown":                {allowlist{Enabled: true, InUnknown: true, Before: &addresses.Before{Enabled: true, In: both, MustAllow: home}}, "undecided"},
		"kept in another spelling":                 {allowlist{Enabled: true, In: office, MustAllow: []string{"::ffff:198.51.100.7"}, Before: &addresses.Before{Enabled: true, In: both, MustAllow: home}}, "::ffff:198.51.100.7: 198.51.100.7"},
		"kept, and shut out already":               {allowlist{Enabled: true, In: office, MustAllow: home, Before: &addresses.Before{Enabled: true, In: office, MustAllow: home}}, "198.51.100.7: 198.51.100.7"},
		"kept, and nothing but a smaller one kept": {allowlist{Enabled: true, In: []string{"192.0.2.0/25"}, MustAllow: []string{"192.0.2.0/25"}, Before: &addresses.Before{Enabled: true, In: both, MustAllow: office}}, "192.0.2.0/24: 192.0.2.128/25 (before)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			verdict := addresses.Guard(test.planned)
			assert.Equal(t, test.want, said(verdict))
			assert.Equal(t, test.want == "", verdict.Passes())
		})
	}
}

func TestNarrows(t *testing.T) {
	t.Parallel()
	type allowlist = addresses.Allowlist
	office, both := []string{"192.0.2.0/24"}, []string{"192.0.2.0/24", "198.51.100.7"}
	all := []string{"0.0.0.0/0", "::/0"}
	for name, test := range map[string]struct {
		planned allowlist
		narrows bool
		shut    string // which of three addresses are shut out
	}{
		"new":                 {allowlist{Enabled: true, In: office}, true, "198.51.100.7 2001:db8::1"},
		"new and off":         {allowlist{In: office}, false, ""},
		"new and open":        {allowlist{Enabled: true, In: all}, false, ""},
		"turned on":           {allowlist{Enabled: true, In: both, Before: &addresses.Before{In: both}}, true, "2001:db8::1"},
		"turned off":          {allowlist{In: office, Before: &addresses.Before{Enabled: true, In: both}}, false, ""},
		"perhaps turned on":   {allowlist{EnabledUnknown: true, In: both, Before: &addresses.Before{In: both}}, true, "2001:db8::1"},
		"as before":           {allowlist{Enabled: true, In: office, Before: &addresses.Before{Enabled: true, In: []string{"192.0.2.0/25", "192.0.2.128/25"}}}, false, ""},
		"grows":               {allowlist{Enabled: true, In: both, Before: &addresses.Before{Enabled: true, In: office}}, false, ""},
		"shrinks":             {allowlist{Enabled: true, In: office, Before: &addresses.Before{Enabled: true, In: both}}, true, "198.51.100.7"},
		"shrinks from unread": {allowlist{Enabled: true, In: office, Before: &addresses.Before{Enabled: true, In: []string{"home"}}}, true, "198.51.100.7 2001:db8::1"},
		"reaches further":     {allowlist{Enabled: true, In: both, Reaches: true, Before: &addresses.Before{Enabled: true, In: both}}, true, "2001:db8::1"},
		"perhaps shrinks":     {allowlist{Enabled: true, InUnknown: true, Before: &addresses.Before{Enabled: true, In: both}}, true, "192.0.2.1 198.51.100.7"},
		"does not shrink":     {allowlist{Enabled: true, In: office, InUnknown: true, Before: &addresses.Before{Enabled: true, In: office}}, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Equal(t, test.narrows, test.planned.Narrows())
			var shut addresses.Set
			for _, one := range set(t, "192.0.2.1 198.51.100.7 2001:db8::1") {
				if test.planned.ShutsOut(one) {
					shut = append(shut, one)
				}
			}
			assert.Equal(t, test.shut, texts(shut))
		})
	}
}
