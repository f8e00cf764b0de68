// SPDX-License-Identifier: MPL-2.0

package protocol

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// ReadDataSource validates the configuration of a data source and reads it.
func (s *Server) ReadDataSource(typeName string, config map[string]any) (map[string]any, Diagnostics) {
	s.t.Helper()
	schema := lookUp(s.t, "data source", s.schemas.DataSourceSchemas, typeName)
	value := s.config(schema, config, typeName)
	validated, err := s.server.ValidateDataResourceConfig(s.ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: typeName, Config: value})
	s.must(err)
	diagnostics := Diagnostics(validated.Diagnostics)
	if diagnostics.Err() != nil {
		return nil, diagnostics
	}
	answer, err := s.server.ReadDataSource(s.ctx, &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: value})
	s.must(err)
	return s.plain(schema.ValueType(), answer.State), append(diagnostics, answer.Diagnostics...)
}

// CallFunction calls a function. Its error is a *tfprotov6.FunctionError's text,
// with the number of the argument where there is one.
func (s *Server) CallFunction(name string, arguments ...any) (any, error) {
	s.t.Helper()
	function := lookUp(s.t, "function", s.schemas.Functions, name)
	request := &tfprotov6.CallFunctionRequest{Name: name}
	for i, argument := range arguments {
		parameter := function.VariadicParameter
		if i < len(function.Parameters) {
			parameter = function.Parameters[i]
		}
		if parameter == nil {
			s.t.Fatalf("%s takes %d arguments, not %d", name, len(function.Parameters), len(arguments))
			return nil, nil //nolint:nilnil // never reached
		}
		request.Arguments = append(request.Arguments, s.wire(parameter.Type, argument, name+" "+parameter.Name))
	}
	if len(arguments) < len(function.Parameters) {
		s.t.Fatalf("%s takes %d arguments, not %d", name, len(function.Parameters), len(arguments))
	}
	answer, err := s.server.CallFunction(s.ctx, request)
	s.must(err)
	if answer.Error != nil {
		if answer.Error.FunctionArgument != nil {
			return nil, fmt.Errorf("argument %d: %s", *answer.Error.FunctionArgument, answer.Error.Text)
		}
		return nil, errors.New(answer.Error.Text)
	}
	value, err := answer.Result.Unmarshal(function.Return.Type)
	s.must(err)
	result, err := decode(value)
	s.must(err)
	return result, nil
}

// InvokeAction validates, plans and invokes an action. It returns what the action
// had to say on its way.
func (s *Server) InvokeAction(typeName string, config map[string]any) (progress []string, diagnostics Diagnostics) {
	s.t.Helper()
	if diagnostics = s.PlanAction(typeName, config); diagnostics.Err() != nil {
		return nil, diagnostics
	}
	progress, more := s.InvokePlannedAction(typeName, config)
	return progress, append(diagnostics, more...)
}

// PlanAction validates and plans an action.
func (s *Server) PlanAction(typeName string, config map[string]any) Diagnostics {
	s.t.Helper()
	server, value := s.ofAction(typeName, config)
	validated, err := server.ValidateActionConfig(s.ctx, &tfprotov6.ValidateActionConfigRequest{ActionType: typeName, Config: value})
	s.must(err)
	diagnostics := Diagnostics(validated.Diagnostics)
	if diagnostics.Err() != nil {
		return diagnostics
	}
	planned, err := server.PlanAction(s.ctx, &tfprotov6.PlanActionRequest{ActionType: typeName, Config: value})
	s.must(err)
	return append(diagnostics, planned.Diagnostics...)
}

// InvokePlannedAction invokes an action, as an apply does that follows a plan of its own.
func (s *Server) InvokePlannedAction(typeName string, config map[string]any) (progress []string, diagnostics Diagnostics) {
	s.t.Helper()
	server, value := s.ofAction(typeName, config)
	stream, err := server.InvokeAction(s.ctx, &tfprotov6.InvokeActionRequest{ActionType: typeName, Config: value})
	s.must(err)
	completed := false
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress = append(progress, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			completed = true
			diagnostics = append(diagnostics, event.Diagnostics...)
		}
	}
	if !completed {
		s.t.Errorf("%s never completed", typeName)
	}
	return progress, diagnostics
}

func (s *Server) ofAction(typeName string, config map[string]any) (tfprotov6.ActionServer, *tfprotov6.DynamicValue) {
	s.t.Helper()
	server, ok := s.server.(tfprotov6.ActionServer)
	if !ok {
		s.t.Fatal("the provider's server knows no actions")
	}
	schema := lookUp(s.t, "action", s.schemas.ActionSchemas, typeName)
	return server, s.config(schema.Schema, config, typeName)
}
