SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs create-service --cluster lab --service-name web \
    --launch-type FARGATE --task-definition web --desired-count $DESIRED \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
aws ecs stop-task --cluster lab --task $(aws ecs list-tasks --cluster lab --started-by chronos-schedule/web --query "taskArns[0]" --output text)
aws ecs stop-task --cluster lab --task $(aws ecs list-tasks --cluster lab --started-by chronos-schedule/web --query "taskArns[0]" --output text)
aws ecs stop-task --cluster lab --task $(aws ecs list-tasks --cluster lab --started-by chronos-schedule/web --query "taskArns[0]" --output text)
