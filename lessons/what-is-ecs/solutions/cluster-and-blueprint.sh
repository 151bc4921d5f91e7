# The file that lies ready holds all that Fargate asks for.
aws ecs create-cluster --cluster-name lab
aws ecs register-task-definition --cli-input-json file://web.json
