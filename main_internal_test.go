// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The libraries write nothing unless somebody asks for it.
func TestQuiet(t *testing.T) {
	const framework, proto = "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO"
	general := []string{"TF_LOG", "TF_LOG_PROVIDER", "TF_LOG_SDK"}
	for asked, want := range map[string][2]string{
		"":                {"OFF", "OFF"},
		"TF_LOG":          {"", ""},
		"TF_LOG_PROVIDER": {"", ""},
		"TF_LOG_SDK":      {"", ""},
		framework:         {"TRACE", "OFF"},
		proto:             {"OFF", "TRACE"},
		"TF_LOG_CORE":     {"OFF", "OFF"}, // it is about Terraform alone
	} {
		t.Run(asked, func(t *testing.T) {
			for _, variable := range append(general, framework, proto) {
				t.Setenv(variable, "")
			}
			if asked != "" {
				t.Setenv(asked, "TRACE")
			}
			quiet()
			assert.Equal(t, want, [2]string{os.Getenv(framework), os.Getenv(proto)})
		})
	}
}
