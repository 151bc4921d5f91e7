aws ecs register-task-definition --family exporter \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
    --execution-role-arn arn:aws:iam::123456789012:role/exporterExecutionRole \
    --task-role-arn arn:aws:iam::123456789012:role/exporterExecutionRole \
    --container-definitions 'name=exporter,image=123456789012.dkr.ecr.us-east-1.amazonaws.com/exporter:5.2,logConfiguration={logDriver=awslogs,options={awslogs-group=/ecs/exporter,awslogs-region=us-east-1,awslogs-stream-prefix=exporter}}'
aws ecs update-service --cluster lab --service exporter --task-definition exporter
